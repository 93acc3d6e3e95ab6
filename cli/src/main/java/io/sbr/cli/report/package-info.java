/** What a person or a script sees: console, tables, JSON, progress. Never what is computed. */
package io.sbr.cli.report;
