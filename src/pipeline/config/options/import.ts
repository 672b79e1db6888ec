import { toggled, withDefault } from '../option.ts';
import { userName } from '../text-types.ts';

export const importOptions = {
  user: withDefault({
    type: userName,
    default: 'me',
    description: 'user_id of the imported events',
    group: 'Input',
    commands: ['import', 'config'],
  }),
  incognito: toggled({
    description: 'takes plays of private sessions too, where the service marks them',
    group: 'Input',
    commands: ['import'],
    flagOnly: true,
  }),
};
