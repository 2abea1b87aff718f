/** What `radsteps history` is asked, one JSON object a line; `digest` is that of the table that the asker has, '' where it has none. */
export type HistoryQuestion = { readonly id: number; readonly all: boolean; readonly digest: string };

/** Its answer: the table as JSON, deflated (RFC 1951) and in base64, since it passes through many hands; null where the asker has the same already. */
export type HistoryAnswer = { readonly digest: string; readonly table: string | null };
