/**
 * One small class for each differentiable operation: its value, and how its gradient reaches its
 * inputs.
 */
package io.sbr.autograd.ops;
