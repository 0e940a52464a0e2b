/** Whether an argument is the address of a device or a service that is spoken to without a space. */
export const isDeviceUrl = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);
