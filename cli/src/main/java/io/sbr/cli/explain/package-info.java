/**
 * An explanation as people and programs read it: text, JSON, DOT and a picture. Why a score is what
 * it is, is found out in {@code models.explain}.
 */
package io.sbr.cli.explain;
