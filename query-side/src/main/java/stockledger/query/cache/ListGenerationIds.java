package stockledger.query.cache;

/** Makes the id of a new generation of lists, which may encode settings that all processes must share. */
@FunctionalInterface
public interface ListGenerationIds {

    /** An id that was never used before. */
    String next();
}
