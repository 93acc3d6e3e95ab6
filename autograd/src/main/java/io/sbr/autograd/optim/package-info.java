/** Adam, its learning rate and its gradient clipping. */
package io.sbr.autograd.optim;
