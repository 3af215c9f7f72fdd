package stockledger.query.cache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What this process hears of changed answers, for those who send them on. */
public final class InvalidationEvents {

    private final LocalCache process;
    private final CacheGenerationStore generation;
    private final CacheSettings settings;
    private final List<Listener> ears = new CopyOnWriteArrayList<>();

    InvalidationEvents(LocalCache process, CacheGenerationStore generation, CacheSettings settings) {
        this.process = process;
        this.generation = generation;
        this.settings = settings;
    }

    /** Is told of each change, by the thread that hears: it must be quick and throw nothing. */
    @FunctionalInterface
    public interface Listener {
        void changed(String shelf, String key);
    }

    /**
     * What all that was heard rests on. When it becomes another, changes may have been missed in between.
     *
     * @param era counts the times this process began to hear; 0 while it cannot prove that it does
     * @param word the generation that is believed; null before MongoDB was reached
     * @param doubts how often answers of it were given up, since they could not be written
     */
    public record SubscriptionState(long era, @Nullable String word, long doubts) {

        /** Whether this process hears of every change. */
        public boolean isFirm() {
            return era != 0 && word != null;
        }
    }

    public void tell(Listener ear) {
        ears.add(ear);
    }

    public SubscriptionState ground() {
        CacheGeneration belief = generation.known();
        return new SubscriptionState(
                process.provenEra(), belief == null ? null : belief.word(), belief == null ? 0 : belief.lostAnswers());
    }

    /** How old an answer may be that this process gives while it does not hear. */
    public int stalenessMillis() {
        return settings.stalenessMillis();
    }

    /** An answer of this name changed; what this process kept of it is gone. */
    void heard(String name) {
        int key = name.lastIndexOf(':');
        int word = name.lastIndexOf(':', key - 1);
        if (word > 0) {
            ears.forEach(ear -> ear.changed(name.substring(0, word), name.substring(key + 1)));
        }
    }
}
