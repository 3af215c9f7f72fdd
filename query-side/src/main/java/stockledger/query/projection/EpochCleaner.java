package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the collections and tokens of epochs that no process runs any more, also after a crash. */
final class EpochCleaner {

    private static final Logger LOG = LoggerFactory.getLogger(EpochCleaner.class);

    private final MongoDatabase database;
    private final Tokens tokens;

    EpochCleaner(MongoDatabase database, Tokens tokens) {
        this.database = database;
        this.tokens = tokens;
    }

    void clean(List<Projection<?>> projections, List<EpochState> states) {
        List<String> collections = database.listCollectionNames().into(new ArrayList<>());
        for (EpochState state : states) {
            Set<Epoch> running = state.running();
            for (Projection<?> projection : projections) {
                if (projection.name().equals(state.name())) {
                    for (int number = 1; number < state.next(); number++) {
                        Epoch epoch = state.epoch(number);
                        if (!running.contains(epoch)) {
                            remove(projection, epoch, collections);
                        }
                    }
                }
            }
        }
    }

    private void remove(Projection<?> projection, Epoch epoch, List<String> collections) {
        List<String> names = new ArrayList<>(List.of(epoch.collection()));
        projection.sideCollections().forEach(name -> names.add(epoch.sideCollection(name)));
        names.retainAll(collections);
        if (!names.isEmpty()) {
            names.forEach(name -> database.getCollection(name).drop());
            tokens.delete(epoch);
            LOG.info("{} was removed", epoch.group());
        }
    }
}
