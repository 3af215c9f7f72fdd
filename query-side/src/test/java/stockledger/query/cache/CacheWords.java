package stockledger.query.cache;

import org.springframework.context.ApplicationContext;

/** Shows tests of other rooms the generation that a process believes in. */
public final class CacheWords {

    private CacheWords() {}

    public static String knownTo(ApplicationContext instance) {
        return String.valueOf(instance.getBean(Generation.class).known());
    }
}
