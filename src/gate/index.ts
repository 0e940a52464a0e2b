export type {
  CallAnswer,
  CallHeaders,
  CallRequest,
  Carrier,
  Carry,
  ExpectedComponent,
  FindService,
  GateDesk,
  GateService,
  OpenGate,
  OpenGateInput,
  RelayInput,
} from './model.js';
