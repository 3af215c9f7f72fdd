package stockledger.query.projection;

import com.mongodb.client.MongoCollection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The documents of a projection as questions read them: always those of the epoch that is served. */
public final class ServedDocuments<V> {

    private final Projection<V> projection;
    private final ReadModels models;
    private volatile @Nullable Served<V> served;

    /**
     * The documents of one epoch, by where they are read.
     *
     * @param sure where they are written
     * @param near where the settings send questions that need no more than one document
     */
    private record Served<V>(Epoch epoch, Documents<V> sure, Documents<V> near) {}

    ServedDocuments(Projection<V> projection, ReadModels models) {
        this.projection = projection;
        this.models = models;
    }

    /**
     * The epoch that is served.
     *
     * @throws NotServedYetException before MongoDB was reached once
     */
    public Epoch epoch() {
        return models.live(projection.name());
    }

    /** Whether that has caught up, since this process began, with what had happened by then. */
    public boolean areCaughtUp() {
        return models.isCaughtUp(projection.name());
    }

    /** The document of a key; null when nothing happened to it yet. */
    public @Nullable VersionedDocument<V> find(String key) {
        return find(List.of(key)).get(key);
    }

    /**
     * The same from any member of MongoDB that the settings allow, which may be behind. Only for questions that this
     * document alone answers, and that look at its versions when they must not be told old things: what is put into a
     * cache, and what is read in two steps, is read by {@link #find(String)}.
     */
    public @Nullable VersionedDocument<V> findNear(String key) {
        return served().near().find(List.of(key)).get(key);
    }

    /** The documents of these keys that there are. */
    public Map<String, VersionedDocument<V>> find(Collection<String> keys) {
        return documents().find(keys);
    }

    /** The documents of these keys that there are in an epoch, served or not. */
    public Map<String, VersionedDocument<V>> find(Epoch epoch, Collection<String> keys) {
        return documents(epoch).find(keys);
    }

    /** Some documents, in an order. */
    public List<VersionedDocument<V>> page(Bson filter, Bson sort, int most) {
        return documents().page(filter, sort, most);
    }

    /** What MongoDB makes of the documents, step by step. */
    public List<Document> summary(List<Bson> steps) {
        return documents().summary(steps);
    }

    /** Every document of an epoch, served or not, as it is now or later. */
    public void each(Epoch epoch, Consumer<VersionedDocument<V>> taker) {
        documents(epoch).each(taker);
    }

    /** The epochs that are folded now. */
    public Set<Epoch> epochs() {
        return models.running(projection.name());
    }

    /** A further collection of the epoch that is served. */
    public MongoCollection<Document> beside(String name) {
        return models.beside(epoch(), name);
    }

    private Documents<V> documents(Epoch epoch) {
        Served<V> now = served;
        return now != null && now.epoch().equals(epoch)
                ? now.sure()
                : new Documents<>(projection, models.database(), epoch);
    }

    private Documents<V> documents() {
        return served().sure();
    }

    private Served<V> served() {
        Epoch live = epoch();
        Served<V> now = served;
        if (now == null || !now.epoch().equals(live)) {
            now = new Served<>(
                    live,
                    new Documents<>(projection, models.database(), live),
                    new Documents<>(projection, models.nearDatabase(), live));
            served = now;
        }
        return now;
    }
}
