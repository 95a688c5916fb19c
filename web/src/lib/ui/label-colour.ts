import type { LabelColour } from '$lib/api/types.ts';

// Labels borrow the colours of charts, which are readable in both themes.
export const labelDot: Record<LabelColour, string> = {
  grey: 'bg-series-6',
  green: 'bg-series-1',
  blue: 'bg-series-3',
  purple: 'bg-series-5',
  pink: 'bg-series-2',
  red: 'bg-danger',
  orange: 'bg-series-4',
  yellow: 'bg-note border border-warn',
};

export const labelColours = Object.keys(labelDot) as LabelColour[];
