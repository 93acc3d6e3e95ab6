/**
 * Times as logs write them: numbers since 1970 in a unit that nothing names, dates by position, or
 * a pattern of the user's. A column is read in one way, told from its first cell and checked on
 * every other one: a single time that is read otherwise puts a click where it was not.
 */
package io.sbr.data.read.time;
