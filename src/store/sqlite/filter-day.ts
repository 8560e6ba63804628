/** The date by which filters take a paper (decision 18). It is never displayed. */

/**
 * An SQL expression on the columns of the given `papers` table: the paper's date; if unknown, the first day of the
 * month in its arXiv id, in either scheme of https://info.arxiv.org/help/arxiv_identifier.html; else NULL.
 */
export const filterDay = (papers: string): string => `coalesce(${papers}.published, CASE
  WHEN ${papers}.id GLOB '[0-9][0-9][01][0-9].[0-9]*' AND substr(${papers}.id, 3, 2) BETWEEN '01' AND '12'
    THEN '20' || substr(${papers}.id, 1, 2) || '-' || substr(${papers}.id, 3, 2) || '-01'
  WHEN ${papers}.id GLOB '*/[0-9][0-9][01][0-9][0-9][0-9][0-9]' AND substr(${papers}.id, -5, 2) BETWEEN '01' AND '12'
    THEN iif(substr(${papers}.id, -7, 2) > '90', '19', '20') || substr(${papers}.id, -7, 2)
      || '-' || substr(${papers}.id, -5, 2) || '-01'
END)`;
