import t from 'tap';
import { gradeOf } from '../../../src/schema/index.js';

t.test('the grade is that of the worst component as long as all can be used', async (t) => {
  t.strictSame(gradeOf(['exact', 'exact']), { grade: 'exact', share: 1 });
  t.strictSame(gradeOf(['exact', 'compatible']), { grade: 'compatible', share: 1 });
});

t.test('some that can be used are an overlap, with their share', async (t) => {
  t.strictSame(gradeOf(['exact', 'missing', 'incompatible', 'compatible']), { grade: 'overlap', share: 0.5 });
  t.strictSame(gradeOf(['undecided', 'exact']), { grade: 'overlap', share: 0.5 });
});

t.test('undecided is never compatible, and better than none', async (t) => {
  t.strictSame(gradeOf(['undecided', 'missing']), { grade: 'undecided', share: 0 });
  t.strictSame(gradeOf(['incompatible', 'missing']), { grade: 'none', share: 0 });
  t.strictSame(gradeOf([]), { grade: 'none', share: 0 });
});
