/**
 * What methods have in common that know something of a few items only: the scores of those, and
 * ranks without a pass over the catalogue. Knows no method.
 */
package io.sbr.models.sparse;
