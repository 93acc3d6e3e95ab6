/**
 * What models ask for beside the nodes of a batch, one class for each part: ways to connect nodes,
 * rows for clicks, numbers. Stateless; uploading is {@code models.nn}'s matter.
 */
package io.sbr.data.batch.parts;
