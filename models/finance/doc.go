// Package finance holds the figures of a business plan: what is entered, in cents, and what is computed
// from it by pure functions: three years of results, twelve months of cash, the funding of the start
// and the break-even point. The same functions stand behind the page, the paper and the workbook.
//
// Rounding: every line is rounded on its own to the nearest cent, halves away from zero, and totals add
// rounded lines. What is spread over months is rounded on its running total, so that twelve months give
// the year to the cent. Amounts are without VAT; under the franchise scheme they are what is paid, and rates count for nothing.
// Taxes on income are not computed.
package finance
