package stockledger.trials.acceptance;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of a phase: a progress bar on a terminal, otherwise a line every 5 seconds. */
final class ProgressDisplay {

    private static final int WIDTH = 90;
    private static final Duration BAR_INTERVAL = Duration.ofMillis(200);
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

    private final Consumer<ProgressBarBuilder> style;

    private ProgressDisplay(Consumer<ProgressBarBuilder> style) {
        this.style = style;
    }

    static ProgressDisplay bar(PrintStream terminal) {
        return new ProgressDisplay(builder -> builder.setUpdateIntervalMillis((int) BAR_INTERVAL.toMillis())
                .setConsumer(new ConsoleProgressBarConsumer(terminal, WIDTH)));
    }

    static ProgressDisplay lines(PrintWriter out) {
        return new ProgressDisplay(builder ->
                builder.setUpdateIntervalMillis((int) LINE_INTERVAL.toMillis()).setConsumer(lineConsumer(out)));
    }

    private static ProgressBarConsumer lineConsumer(PrintWriter out) {
        return new DelegatingProgressBarConsumer(
                line -> {
                    out.println(line);
                    out.flush();
                },
                WIDTH);
    }

    Phase phase(String name, int steps) {
        ProgressBarBuilder builder =
                new ProgressBarBuilder().setTaskName(name).setInitialMax(steps).setStyle(ProgressBarStyle.ASCII);
        style.accept(builder);
        return new Phase(builder.build());
    }

    /** One phase of the run; closed at its end. */
    static final class Phase implements AutoCloseable {

        private final ProgressBar bar;

        private Phase(ProgressBar bar) {
            this.bar = bar;
        }

        void step() {
            bar.step();
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
