package stockledger.query.cache;

import java.util.List;
import org.springframework.context.ApplicationContext;

/** Shows tests of other rooms the generation that a process believes in. */
public final class CacheWords {

    private CacheWords() {}

    /** The word under which answers are asked for. */
    public static String knownTo(ApplicationContext instance) {
        CacheGeneration belief = instance.getBean(CacheGenerationStore.class).known();
        return belief == null ? "none" : belief.word();
    }

    /** The word under which lists are asked for. */
    public static String ofListsKnownTo(ApplicationContext instance) {
        CacheGeneration belief = instance.getBean(CacheGenerationStore.class).known();
        return belief == null ? "none" : belief.aisles();
    }

    /** Of these keys, those whose answers could not be written once, or share a slot with one that could not. */
    public static List<String> givenUp(ApplicationContext instance, String name, List<String> keys) {
        CacheGeneration belief = instance.getBean(CacheGenerationStore.class).read();
        return keys.stream()
                .filter(key -> !belief.wordOf(name, key).equals(belief.word()))
                .toList();
    }

    /** Whether these keys share a slot. */
    public static boolean shareASlot(String one, String other) {
        return CacheGeneration.slotOf("any", one) == CacheGeneration.slotOf("any", other);
    }
}
