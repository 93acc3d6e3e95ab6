/**
 * What each click of a session adds to a score. As numbers and names: text and pictures are made by
 * whoever shows them.
 */
package io.sbr.models.explain;
