/** What `radsteps overview` is asked, one JSON object a line. */
export type OverviewQuestion = { readonly id: number; readonly ask: 'data' | 'runs' | 'activity' };

/** A commit of the project, in words. */
export type Activity = { readonly commit: string; readonly subject: string; readonly author: string /** ISO. */; readonly at: string };
