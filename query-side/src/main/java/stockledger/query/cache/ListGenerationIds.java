package stockledger.query.cache;

/** Makes the id of a new generation of lists, which may carry what all processes must agree on. */
@FunctionalInterface
public interface ListGenerationIds {

    /** An id that was never used before. */
    String next();
}
