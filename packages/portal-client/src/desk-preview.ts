/** Loaded when somebody looks at the practice's site as another would. */
import { previewAnswer } from '@balie/contracts/preview';
import { reader } from './contract-reader.ts';

export const readPreview = reader(previewAnswer);
