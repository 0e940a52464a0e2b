/**
 * Longest text of a type whose values are reckoned with as whole numbers of any size: integers, dates with a year, durations.
 * XSD 1.0 part 2 asks for 18 digits and years of four; reading a number takes more than time in proportion to its length.
 */
export const MAX_NUMBER_LENGTH = 4096;
