package io.sbr.tensor;

/**
 * Which rows of a packed (ragged, never padded) matrix belong together: segment s owns the rows
 * {@code offsets[s] … offsets[s+1]-1}. In a batch a segment is a session and a row one of its
 * nodes.
 *
 * @param count number of segments
 * @param total number of rows in all
 * @param offsets {@code [count + 1]}, ascending, from 0 to {@code total}
 * @param ids {@code [total]} the segment of each row
 */
public record Segments(int count, int total, Ints offsets, Ints ids) {}
