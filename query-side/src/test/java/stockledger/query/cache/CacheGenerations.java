package stockledger.query.cache;

import java.util.List;
import org.springframework.context.ApplicationContext;

/** Gives tests of other packages access to the cache generation of an instance. */
public final class CacheGenerations {

    private CacheGenerations() {}

    /** The id in the keys of responses. */
    public static String idKnownTo(ApplicationContext instance) {
        CacheGeneration known = instance.getBean(CacheGenerationStore.class).current();
        return known == null ? "none" : known.id();
    }

    /** The id in the keys of lists. */
    public static String listIdKnownTo(ApplicationContext instance) {
        CacheGeneration known = instance.getBean(CacheGenerationStore.class).current();
        return known == null ? "none" : known.listId();
    }

    /** Those of these keys whose slot was invalidated. */
    public static List<String> invalidated(ApplicationContext instance, String region, List<String> keys) {
        CacheGeneration known = instance.getBean(CacheGenerationStore.class).read();
        return keys.stream()
                .filter(key -> !known.idOf(region, key).equals(known.id()))
                .toList();
    }

    public static boolean shareASlot(String one, String other) {
        return CacheGeneration.slotOf("any", one) == CacheGeneration.slotOf("any", other);
    }
}
