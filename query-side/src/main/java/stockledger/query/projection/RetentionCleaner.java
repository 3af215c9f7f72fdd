package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the documents that are no longer kept, a limited number at a time. Every process does so: a document is deleted
 * at the revision that was read, so a concurrent write or delete wins.
 */
final class RetentionCleaner {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionCleaner.class);

    /** Documents of one epoch that one call deletes at most: the caller supervises projections between calls. */
    static final int MAX_DELETED = 5_000;

    private final MongoDatabase database;
    private final ReadModels models;
    private final Clock clock;

    RetentionCleaner(MongoDatabase database, ReadModels models, Clock clock) {
        this.database = database;
        this.models = models;
        this.clock = clock;
    }

    /** Returns whether there may be more. */
    boolean clean(List<Projection<?>> projections) {
        boolean more = false;
        for (Projection<?> projection : projections) {
            more |= clean(projection, models.running(projection.name()));
        }
        return more;
    }

    private <V> boolean clean(Projection<V> projection, Set<Epoch> epochs) {
        Retention<V> retention = projection.retention();
        boolean more = false;
        if (retention != null) {
            for (Epoch epoch : epochs) {
                more |= delete(projection, epoch, retention) == MAX_DELETED;
            }
        }
        return more;
    }

    private <V> int delete(Projection<V> projection, Epoch epoch, Retention<V> retention) {
        try {
            int deleted = new Documents<>(projection, database, epoch)
                    .delete(retention.endedBefore().apply(clock.instant().minus(retention.keep())), MAX_DELETED);
            if (deleted > 0) {
                LOG.info("{}: {} documents that ended long ago were deleted", epoch.group(), deleted);
            }
            return deleted;
        } catch (RuntimeException e) {
            LOG.warn("{}: documents that ended long ago are deleted later: {}", epoch.group(), e.toString());
            return 0;
        }
    }
}
