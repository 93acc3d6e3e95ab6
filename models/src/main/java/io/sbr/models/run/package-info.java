/**
 * The files of a run folder: what they hold, how they are read, checked, replaced and locked.
 * Nothing here trains or scores.
 */
package io.sbr.models.run;
