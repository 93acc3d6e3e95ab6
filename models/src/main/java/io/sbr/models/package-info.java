/**
 * The models by name: {@code Models} is the one place where a new one is entered. Equations live in
 * {@code models.graph} and its neighbours.
 */
package io.sbr.models;
