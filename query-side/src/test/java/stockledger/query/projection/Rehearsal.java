package stockledger.query.projection;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.bson.Document;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.query.RunningQuerySide;

/** Compares documents of another fold with those that a query side serves, as a process in shadow mode does. */
public final class Rehearsal {

    private final RunningQuerySide querySide;
    private final MongoDatabase served;
    private final MongoDatabase own;

    public Rehearsal(RunningQuerySide querySide) {
        this.querySide = querySide;
        this.served = querySide.bean(MongoDatabaseFactory.class).getMongoDatabase();
        this.own = querySide.bean(MongoClient.class).getDatabase("rehearsal");
    }

    /** The events of a stream, as folds receive them, up to the first one that cannot be read. */
    public List<ProjectedEvent> events(String stream) {
        List<ProjectedEvent> events = new ArrayList<>();
        querySide
                .bean(EventStore.class)
                .readEvents(stream)
                .forEachRemaining(event -> events.add(ProjectedEvent.evenUnreadable(event)));
        return events.stream()
                .takeWhile(event -> !(event.payload() instanceof UnreadablePayload))
                .toList();
    }

    /**
     * What differs between what is served and these views.
     *
     * @param views by key; their versions are those of the served documents
     * @param sides changes the documents of side collections, which are otherwise as served
     */
    public <V> List<Difference> compare(
            Projection<V> projection, AnswerComparison answers, Map<String, V> views, UnaryOperator<Document> sides) {
        own.drop();
        Epoch live = querySide.bean(ReadModels.class).live(projection.name());
        Documents<V> servedDocuments = new Documents<>(projection, served, live);
        Documents<V> ownDocuments = new Documents<>(projection, own, live);
        List<DocumentChange<V>> changes = new ArrayList<>();
        servedDocuments
                .find(views.keySet())
                .forEach((key, document) -> changes.add(new DocumentChange<>(
                        StoredDocument.absent(key, projection.empty(key)),
                        // Each fold parks a key at its own time.
                        new VersionedDocument<>(
                                key,
                                1,
                                document.versions(),
                                views.get(key),
                                document.degradedSince() == null ? null : Instant.EPOCH))));
        ownDocuments.write(changes);
        for (String name : projection.sideCollections()) {
            for (Document document :
                    served.getCollection(live.sideCollection(name)).find()) {
                own.getCollection(live.sideCollection(name)).insertOne(sides.apply(document));
            }
        }
        List<Difference> found = new ArrayList<>();
        Comparison<V> comparison = new Comparison<>(projection, live, served, live, own, answers, found::addAll);
        while (!comparison.isDone()) {
            comparison.step();
        }
        return found;
    }
}
