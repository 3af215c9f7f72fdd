package stockledger.query.shadow;

import org.springframework.data.mongodb.MongoDatabaseFactory;

/**
 * The database of what is served: that of this process, or in shadow mode that of the others, which this process only reads.
 *
 * @param isShadow whether this process is in shadow mode
 */
public record ServedDatabase(MongoDatabaseFactory factory, boolean isShadow) {}
