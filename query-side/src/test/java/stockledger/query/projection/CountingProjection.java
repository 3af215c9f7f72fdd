package stockledger.query.projection;

import java.util.Set;

/** Counts events in one document; tests override how. */
class CountingProjection implements Projection<Integer> {

    private final String name;
    private final Set<Class<?>> families;

    CountingProjection(String name, Set<Class<?>> families) {
        this.name = name;
        this.families = families;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<Integer> type() {
        return Integer.class;
    }

    @Override
    public Set<Class<?>> families() {
        return families;
    }

    @Override
    public String keyOf(Object payload) {
        return "all";
    }

    @Override
    public Integer empty(String key) {
        return 0;
    }

    @Override
    public Integer on(Integer view, ProjectedEvent event) {
        return view + 1;
    }
}
