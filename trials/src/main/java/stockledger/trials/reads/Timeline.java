package stockledger.trials.reads;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The phases of a trial, in seconds from its start. */
final class Timeline {

    record Phase(String name, double fromSecond, double toSecond) {}

    private final long startNanos = System.nanoTime();
    private final List<Phase> phases = new ArrayList<>();
    private final Consumer<String> progress;

    Timeline(Consumer<String> progress) {
        this.progress = progress;
    }

    /** The work of a phase. */
    @FunctionalInterface
    interface Work<T> {
        T get() throws IOException;
    }

    <T> T phase(String name, Work<T> work) throws IOException {
        progress.accept(name);
        double from = second();
        T result = work.get();
        phases.add(new Phase(name, from, second()));
        return result;
    }

    double second() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    List<Phase> phases() {
        return List.copyOf(phases);
    }
}
