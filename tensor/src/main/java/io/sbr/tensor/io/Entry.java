package io.sbr.tensor.io;

import io.sbr.tensor.Shape;

/**
 * One tensor as the header of a safetensors file describes it.
 *
 * @param name its name
 * @param type its element type
 * @param shape its dimensions
 * @param begin first byte, counted from the end of the header
 * @param end one past its last byte
 */
record Entry(String name, ElementType type, Shape shape, long begin, long end) {}
