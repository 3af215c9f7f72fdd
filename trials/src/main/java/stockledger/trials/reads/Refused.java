package stockledger.trials.reads;

/** Something without which there is no trial is not there, or was refused. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(String what) {
        super(what);
    }

    Refused(String what, Throwable cause) {
        super(what, cause);
    }
}
