package stockledger.query.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Which epochs of each projection run, shared by all processes: a collection that is changed by compare-and-set. */
final class EpochRegistry {

    static final String COLLECTION = "projections";

    private final MongoDatabase database;

    EpochRegistry(MongoDatabase database) {
        this.database = database;
    }

    /**
     * The epochs of one projection.
     *
     * @param revision number of changes
     * @param live number of the served epoch
     * @param building number of the epoch that is served once it has caught up
     * @param retiring number of the previously served epoch, which runs until {@code retireAt}
     * @param next number of the next epoch
     * @param historyEnd position of the last event when the newest epoch began to be built: no query reads one of its
     *     documents without the events up to here; null for the first epoch
     */
    record State(
            String name,
            long revision,
            int live,
            @Nullable Integer building,
            @Nullable Integer retiring,
            @Nullable Instant retireAt,
            int next,
            @Nullable Long historyEnd) {

        boolean isBuilding(Epoch epoch) {
            return building != null && building == epoch.number();
        }

        /** The history of an epoch that is being built; -1 for others. */
        long historyEnd(Epoch epoch) {
            return isBuilding(epoch) && historyEnd != null ? historyEnd : -1;
        }

        Epoch epoch(int number) {
            return new Epoch(name, number);
        }

        /** The epochs that every process runs. */
        Set<Epoch> running() {
            return Stream.of(live, building, retiring)
                    .filter(number -> number != null)
                    .map(this::epoch)
                    .collect(Collectors.toSet());
        }

        State rebuilding(long head) {
            return building != null
                    ? this
                    : new State(name, revision + 1, live, next, retiring, retireAt, next + 1, head);
        }

        State switched(Instant newRetireAt) {
            return building == null || retiring != null
                    ? this
                    : new State(name, revision + 1, building, null, live, newRetireAt, next, null);
        }

        State retired(Instant now) {
            return retireAt == null || now.isBefore(retireAt)
                    ? this
                    : new State(name, revision + 1, live, building, null, null, next, historyEnd);
        }
    }

    /** Reads the epochs of a projection, and registers a first epoch if there is none. */
    State read(String name) {
        Document found = collection().find(eq("_id", name)).first();
        if (found != null) {
            return state(found);
        }
        State first = new State(name, 1, 1, null, null, null, 2, null);
        try {
            collection().insertOne(document(first));
            return first;
        } catch (MongoWriteException e) {
            if (ErrorCategory.fromErrorCode(e.getError().getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        } catch (DuplicateKeyException e) {
            // Another process registered it first.
        }
        return state(collection().find(eq("_id", name)).cursor().next());
    }

    /** Reads the epochs of these projections at once, in their order. */
    List<State> read(List<String> names) {
        Map<String, State> found = new HashMap<>();
        for (Document document : collection().find(in("_id", names))) {
            State state = state(document);
            found.put(state.name(), state);
        }
        return names.stream()
                .map(name -> found.containsKey(name) ? found.get(name) : read(name))
                .toList();
    }

    /**
     * Adds an epoch to build; without effect if one is being built already.
     *
     * @param head position of the last event
     */
    State rebuild(String name, long head) {
        return change(name, state -> state.rebuilding(head));
    }

    /** Makes the built epoch the live one, unless another process did. */
    State switchOver(State built, Duration retire) {
        return change(
                built.name(),
                now -> built.building() != null && built.building().equals(now.building())
                        ? now.switched(Instant.now().plus(retire))
                        : now);
    }

    /** Removes the previous epoch once its retirement time has passed. */
    State retire(State state) {
        if (state.retired(Instant.now()).equals(state)) {
            return state;
        }
        return change(state.name(), now -> now.retired(Instant.now()));
    }

    private State change(String name, Function<State, State> change) {
        while (true) {
            State before = read(name);
            State after = change.apply(before);
            if (after.equals(before)) {
                return before;
            }
            long replaced = collection()
                    .replaceOne(and(eq("_id", name), eq("revision", before.revision())), document(after))
                    .getMatchedCount();
            if (replaced == 1) {
                return after;
            }
        }
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(COLLECTION);
    }

    private static Document document(State state) {
        return new Document("_id", state.name())
                .append("revision", state.revision())
                .append("live", state.live())
                .append("building", state.building())
                .append("retiring", state.retiring())
                .append("retireAt", state.retireAt() == null ? null : Date.from(state.retireAt()))
                .append("next", state.next())
                .append("historyEnd", state.historyEnd());
    }

    private static State state(Document document) {
        Date retireAt = document.getDate("retireAt");
        Number historyEnd = document.get("historyEnd", Number.class);
        return new State(
                document.getString("_id"),
                document.get("revision", Number.class).longValue(),
                document.getInteger("live"),
                document.getInteger("building"),
                document.getInteger("retiring"),
                retireAt == null ? null : retireAt.toInstant(),
                document.getInteger("next"),
                historyEnd == null ? null : (Long) historyEnd.longValue());
    }
}
