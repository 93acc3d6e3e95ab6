/** A trained run on disk: begun, resumed, measured, asked for recommendations. */
package io.sbr.models.run;
