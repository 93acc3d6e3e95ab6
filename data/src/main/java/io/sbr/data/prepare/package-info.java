/**
 * From a click log to a data set: group clicks into sessions, filter, split, number. Each step is a
 * small function over packed sessions; a {@link io.sbr.data.prepare.Recipe} names the settings of
 * them all, and {@link io.sbr.data.prepare.Prepare} runs it (docs/pipeline.md, sections 12 to 14).
 */
package io.sbr.data.prepare;
