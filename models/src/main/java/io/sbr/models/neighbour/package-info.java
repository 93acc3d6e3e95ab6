/**
 * Neighbour methods: the past sessions most like this one, and the items they hold. Knows the index
 * and the formulas; never files of a run or a protocol.
 */
package io.sbr.models.neighbour;
