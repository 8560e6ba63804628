/** The day by which a filter takes a paper: decision 18. Nobody is shown it. */

/**
 * An SQL expression on the columns of `papers` under this name: the paper's day; where that is unknown, the first day of
 * the month in its arXiv id, in either scheme of https://info.arxiv.org/help/arxiv_identifier.html; else NULL.
 */
export const filterDay = (papers: string): string => `coalesce(${papers}.published, CASE
  WHEN ${papers}.id GLOB '[0-9][0-9][01][0-9].[0-9]*' AND substr(${papers}.id, 3, 2) BETWEEN '01' AND '12'
    THEN '20' || substr(${papers}.id, 1, 2) || '-' || substr(${papers}.id, 3, 2) || '-01'
  WHEN ${papers}.id GLOB '*/[0-9][0-9][01][0-9][0-9][0-9][0-9]' AND substr(${papers}.id, -5, 2) BETWEEN '01' AND '12'
    THEN iif(substr(${papers}.id, -7, 2) > '90', '19', '20') || substr(${papers}.id, -7, 2)
      || '-' || substr(${papers}.id, -5, 2) || '-01'
END)`;
