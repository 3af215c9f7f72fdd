package stockledger.trials.load;

/** What a run tells the shell. */
final class ExitCode {

    static final int CLEAN = 0;
    static final int NOT_CLEAN = 1;
    static final int NOT_STARTED = 2;
    static final int UNREACHABLE = 4;
    static final int TRIAL_BROKEN = 5;

    private ExitCode() {}
}
