package stockledger.trials.reads;

import picocli.CommandLine.Option;
import stockledger.trials.cli.OptionChecks;

/** How many connections a trial uses, and how long it measures. */
class LoadOptions {

    @Option(names = "--connections", defaultValue = "32", description = "connections for each kind of load, 1 to 1024")
    private int connections;

    @Option(names = "--seconds", description = "duration of each measurement, 0.2 to 3600")
    private double seconds;

    LoadOptions(double defaultSeconds) {
        this.seconds = defaultSeconds;
    }

    int connections() {
        return connections;
    }

    double seconds() {
        return seconds;
    }

    void check(OptionChecks checks) {
        checks.range("--connections", connections, 1, 1_024).range("--seconds", seconds, 0.2, 3_600);
    }

    /** With a warm-up, which is not counted. */
    static final class WithWarmUp extends LoadOptions {

        @Option(names = "--warm-seconds", description = "warm-up before a measurement, not counted, 0 to 3600")
        private double warmSeconds;

        WithWarmUp(double defaultSeconds, double defaultWarmSeconds) {
            super(defaultSeconds);
            this.warmSeconds = defaultWarmSeconds;
        }

        double warmSeconds() {
            return warmSeconds;
        }

        @Override
        void check(OptionChecks checks) {
            super.check(checks);
            checks.range("--warm-seconds", warmSeconds, 0, 3_600);
        }
    }
}
