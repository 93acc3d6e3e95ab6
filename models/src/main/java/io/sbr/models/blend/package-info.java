/**
 * A network blended with a neighbour method: a mixture of two distributions over the catalogue
 * (docs/models.md, section 13), its weights, how they are fitted, and the recommender. Knows no
 * protocol and no files of a run.
 */
package io.sbr.models.blend;
