package stockledger.trials.acceptance;

/** Exit codes of the command. */
final class ExitCode {

    static final int CLEAN = 0;
    static final int NOT_CLEAN = 1;
    static final int NOT_STARTED = 2;
    static final int ALREADY_PLAYED = 3;
    static final int UNREACHABLE = 4;
    static final int TRIAL_BROKEN = 5;

    private ExitCode() {}
}
