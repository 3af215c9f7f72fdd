package stockledger.query.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Which epochs of each projection run, shared by all processes: a collection that is changed by compare-and-set. */
final class EpochRegistry {

    static final String COLLECTION = "projections";

    private static final String HISTORY_END = "historyEnd";
    private static final String PAUSED_AT = "pausedAt";

    private final MongoDatabase database;

    EpochRegistry(MongoDatabase database) {
        this.database = database;
    }

    /** Reads the epochs of a projection, and registers a first epoch if there is none. */
    EpochState read(String name) {
        Optional<EpochState> found = find(name);
        if (found.isPresent()) {
            return found.get();
        }
        EpochState first = EpochState.first(name);
        if (IdempotentInsert.insert(collection(), document(first))) {
            return first;
        }
        return state(collection().find(eq("_id", name)).cursor().next());
    }

    /** Reads the epochs of a projection, if there are any. */
    Optional<EpochState> find(String name) {
        Document found = collection().find(eq("_id", name)).first();
        return Optional.ofNullable(found).map(EpochRegistry::state);
    }

    /** Reads the epochs of these projections at once, in their order. */
    List<EpochState> read(List<String> names) {
        Map<String, EpochState> found = new HashMap<>();
        for (Document document : collection().find(in("_id", names))) {
            EpochState state = state(document);
            found.put(state.name(), state);
        }
        List<EpochState> states = new ArrayList<>(names.size());
        names.forEach(name -> {
            EpochState state = found.get(name);
            states.add(state == null ? read(name) : state);
        });
        return states;
    }

    /**
     * Changes the epochs of a projection, unless the change does not apply to what they are now.
     *
     * @return the epochs after the change, or as another process has changed them
     */
    EpochState change(String name, UnaryOperator<EpochState> change) {
        while (true) {
            EpochState before = read(name);
            EpochState after = change.apply(before);
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

    /** Gives up the kept epoch once its time has passed. */
    EpochState retire(EpochState state) {
        return state.retired(Instant.now()).equals(state)
                ? state
                : change(state.name(), now -> now.retired(Instant.now()));
    }

    /**
     * Gives up all epochs of a projection for a new one, which is folded from the first event and served once it has caught up,
     * even if the projection was paused.
     *
     * @return the number of the new epoch
     */
    int restart(String name) {
        while (true) {
            read(name);
            Document before = collection().find(eq("_id", name)).cursor().next();
            int next = before.getInteger("next");
            Document after = new Document("_id", name)
                    .append("revision", before.get("revision", Number.class).longValue() + 1)
                    .append("live", next)
                    .append("next", next + 1);
            long replaced = collection()
                    .replaceOne(and(eq("_id", name), eq("revision", before.get("revision"))), after)
                    .getMatchedCount();
            if (replaced == 1) {
                return next;
            }
        }
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(COLLECTION);
    }

    /** {@code retiring} and {@code retireAt} are names of earlier versions, whose processes may run at the same time. */
    private static Document document(EpochState state) {
        return new Document("_id", state.name())
                .append("revision", state.revision())
                .append("live", state.live())
                .append("building", state.building())
                .append("retiring", state.kept())
                .append("retireAt", date(state.keptUntil()))
                .append("switchedAt", date(state.switchedAt()))
                .append("next", state.next())
                .append(HISTORY_END, state.historyEnd())
                .append(PAUSED_AT, date(state.pausedAt()))
                .append(
                        "rebuilds",
                        state.rebuilds().stream().map(EpochRegistry::document).toList());
    }

    private static Document document(Rebuild rebuild) {
        RebuildOptions options = rebuild.options();
        return new Document("epoch", rebuild.epoch())
                .append("state", rebuild.state().name())
                .append("told", rebuild.told())
                .append("requestedAt", date(rebuild.requestedAt()))
                .append("since", date(rebuild.since()))
                .append("endedAt", date(rebuild.endedAt()))
                .append("dryRun", options.dryRun())
                .append("switchWhen", options.switchWhen().name())
                .append("keepSeconds", options.keepSeconds())
                .append("maxEventsPerSecond", options.maxEventsPerSecond());
    }

    private static EpochState state(Document document) {
        Number historyEnd = document.get(HISTORY_END, Number.class);
        Integer building = document.getInteger("building");
        List<Rebuild> rebuilds = new ArrayList<>();
        for (Document rebuild : document.getList("rebuilds", Document.class, List.of())) {
            rebuilds.add(rebuild(rebuild));
        }
        if (building != null && rebuilds.stream().noneMatch(rebuild -> rebuild.epoch() == building)) {
            // An earlier version has requested it.
            rebuilds.add(Rebuild.requested(building, RebuildOptions.OF_EARLIER_VERSIONS, Instant.EPOCH));
        }
        return new EpochState(
                document.getString("_id"),
                document.get("revision", Number.class).longValue(),
                document.getInteger("live"),
                building,
                document.getInteger("retiring"),
                instant(document, "retireAt"),
                instant(document, "switchedAt"),
                document.getInteger("next"),
                historyEnd == null ? null : (Long) historyEnd.longValue(),
                instant(document, PAUSED_AT),
                rebuilds);
    }

    private static Rebuild rebuild(Document document) {
        Instant requestedAt = instant(document, "requestedAt");
        Instant since = instant(document, "since");
        return new Rebuild(
                document.getInteger("epoch"),
                new RebuildOptions(
                        document.getBoolean("dryRun", false),
                        RebuildOptions.SwitchWhen.valueOf(document.getString("switchWhen")),
                        document.getInteger("keepSeconds"),
                        document.getInteger("maxEventsPerSecond")),
                Rebuild.State.valueOf(document.getString("state")),
                document.getBoolean("told", false),
                requestedAt == null ? Instant.EPOCH : requestedAt,
                since == null ? Instant.EPOCH : since,
                instant(document, "endedAt"));
    }

    private static @Nullable Date date(@Nullable Instant at) {
        return at == null ? null : Date.from(at);
    }

    private static @Nullable Instant instant(Document document, String name) {
        Date date = document.getDate(name);
        return date == null ? null : date.toInstant();
    }
}
