package io.sbr.tensor;

/**
 * One summand of a parameter's gradient, kept in the form in which it is cheapest. The gradient of
 * an embedding table under a full-catalogue softmax is a product of two thin matrices plus a few
 * touched rows; writing it out would cost more than everything else in the step. The optimizer
 * evaluates the sum tile by tile while it updates the weights ({@link OptimizerKernels#adam}).
 *
 * <p>{@link #firstRow()} is the row of the parameter that row 0 of the term belongs to: the scores
 * use the table without its padding row, so their term begins at row 1.
 */
public sealed interface GradientTerm {
  /** Row of the parameter at which the term begins. */
  int firstRow();

  /** The same term, {@code rows} further down. */
  GradientTerm shifted(int rows);

  /**
   * Calls the visitor's method for this kind of term.
   *
   * @return what the visitor makes of it
   */
  <T> T accept(Visitor<T> visitor);

  /**
   * One answer for each kind of term: whoever tells them apart does it so, and a new kind does not
   * compile until everybody knows it.
   *
   * @param <T> what is made of a term
   */
  interface Visitor<T> {
    /** For a gradient in full. */
    T dense(Dense term);

    /** For the gradient of a gather. */
    T rows(Rows term);

    /** For a product that was not formed. */
    T product(Product term);

    /** For rows that a backend writes on demand. */
    T tiled(Tiled term);
  }

  /**
   * A gradient written out in full.
   *
   * @param values {@code [rows, cols]}
   */
  record Dense(Tensor values, int firstRow) implements GradientTerm {
    @Override
    public GradientTerm shifted(int rows) {
      return new Dense(values, firstRow + rows);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.dense(this);
    }
  }

  /**
   * The gradient of a gather: row {@code index.rows[u]} receives the sum of the rows of {@code
   * values} that were taken from it.
   *
   * @param index what was gathered
   * @param values {@code [index.count(), cols]} gradient of the gathered rows
   */
  record Rows(RowGather index, Tensor values, int firstRow) implements GradientTerm {
    @Override
    public GradientTerm shifted(int rows) {
      return new Rows(index, values, firstRow + rows);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.rows(this);
    }
  }

  /**
   * The product leftᵀ·right, never formed as a whole.
   *
   * @param left {@code [k, rows]}
   * @param right {@code [k, cols]}
   */
  record Product(Tensor left, Tensor right, int firstRow) implements GradientTerm {
    @Override
    public GradientTerm shifted(int rows) {
      return new Product(left, right, firstRow + rows);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.product(this);
    }
  }

  /**
   * Rows that the backend can write on demand from what it kept, in a form of its own.
   *
   * @param tiles made and understood by one backend alone
   */
  record Tiled(Tiles tiles, int firstRow) implements GradientTerm {
    @Override
    public GradientTerm shifted(int rows) {
      return new Tiled(tiles, firstRow + rows);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.tiled(this);
    }
  }

  /** A backend's recipe for gradient rows. */
  interface Tiles {
    /** Number of rows it can write. */
    int rows();

    /** Length of each row. */
    int cols();
  }
}
