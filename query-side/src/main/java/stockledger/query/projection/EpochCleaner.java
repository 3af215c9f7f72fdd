package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what epochs that are no more left behind, whoever ran them last and however it ended. */
final class EpochCleaner {

    private static final Logger LOG = LoggerFactory.getLogger(EpochCleaner.class);

    private final MongoDatabase database;
    private final Tokens tokens;

    EpochCleaner(MongoDatabase database, Tokens tokens) {
        this.database = database;
        this.tokens = tokens;
    }

    void sweep(List<Projection<?>> projections, List<EpochRegistry.State> states) {
        List<String> collections = database.listCollectionNames().into(new ArrayList<>());
        for (EpochRegistry.State state : states) {
            Set<Epoch> kept = state.running();
            for (Projection<?> projection : projections) {
                if (projection.name().equals(state.name())) {
                    for (int number = 1; number < state.next(); number++) {
                        Epoch epoch = state.epoch(number);
                        if (!kept.contains(epoch)) {
                            sweep(projection, epoch, collections);
                        }
                    }
                }
            }
        }
    }

    private void sweep(Projection<?> projection, Epoch epoch, List<String> collections) {
        List<String> names = new ArrayList<>(List.of(epoch.collection()));
        projection.besides().forEach(beside -> names.add(epoch.collection(beside)));
        names.retainAll(collections);
        if (!names.isEmpty()) {
            names.forEach(name -> database.getCollection(name).drop());
            tokens.drop(epoch);
            LOG.info("{} is removed", epoch.group());
        }
    }
}
