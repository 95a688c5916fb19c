// Records a voice note: from the microphone to a file that can be listened to and sent. One for each
// conversation; it waits, paused, while another one is looked at.
import { toVoiceNote } from './convert.ts';

export type VoiceState =
  'idle' | 'asking' | 'recording' | 'paused' | 'converting' | 'ready' | 'failed';
export type VoiceProblem =
  | 'refused'
  | 'no_microphone'
  | 'in_use'
  | 'insecure'
  | 'not_supported'
  | 'cannot_convert'
  | 'silent';

// Speech stays clear at this rate, and four minutes stay below what WhatsApp plays as a note.
const bitsPerSecond = 16_000;
const longest = 15 * 60;
const tickEvery = 100;
const bars = 48;
const types = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus'];

const problemOf = (error: unknown): VoiceProblem => {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no_microphone';
  return name === 'NotReadableError' || name === 'AbortError' ? 'in_use' : 'not_supported';
};

export class Recorder {
  state = $state<VoiceState>('idle');
  problem = $state<VoiceProblem | undefined>();
  seconds = $state(0);
  /** How loud it was lately, 0 to 1, oldest first. */
  levels = $state.raw<readonly number[]>([]);
  /** It was paused because the page went out of sight. */
  left = $state(false);
  file = $state.raw<File | undefined>();
  /** What can be listened to here. */
  address = $state<string | undefined>();
  #chunks: Blob[] = [];
  #stream: MediaStream | undefined;
  #context: AudioContext | undefined;
  #analyser: AnalyserNode | undefined;
  #media: MediaRecorder | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #turn = 0;

  get running(): boolean {
    return this.state === 'recording' || this.state === 'paused';
  }

  async start(): Promise<void> {
    if (this.state !== 'idle' && this.state !== 'failed') return;
    this.#forget();
    const turn = ++this.#turn;
    if (!isSecureContext) return this.#fail('insecure');
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    const type = globalThis.MediaRecorder
      ? types.find((each) => MediaRecorder.isTypeSupported(each))
      : undefined;
    if (!devices || !type) return this.#fail('not_supported');
    this.state = 'asking';
    try {
      const stream = await devices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
      });
      if (turn !== this.#turn) return stopAll(stream);
      this.#listen(stream, type);
    } catch (error) {
      if (turn === this.#turn) this.#fail(problemOf(error));
    }
  }

  pause(left = false): void {
    if (this.state !== 'recording') return;
    this.#media?.pause();
    this.left = left;
    this.state = 'paused';
  }

  resume(): void {
    if (this.state !== 'paused') return;
    this.#media?.resume();
    this.left = false;
    this.state = 'recording';
  }

  /** Ends the recording and makes a file of it. */
  async stop(): Promise<void> {
    const media = this.#media;
    if (!this.running || !media) return;
    const turn = this.#turn;
    this.state = 'converting';
    await ended(media);
    this.#release();
    await this.#convert(turn, media.mimeType);
  }

  /** Throws it away; gives what brings it back. */
  async cancel(): Promise<() => void> {
    const media = this.#media;
    const seconds = this.seconds;
    if (this.running && media) await ended(media);
    const { file } = this;
    const chunks = this.#chunks;
    const type = media?.mimeType ?? '';
    this.reset();
    return () => {
      if (this.state !== 'idle') return;
      this.seconds = seconds;
      if (file) return this.#have(file, file);
      this.#chunks = chunks;
      this.state = 'converting';
      void this.#convert(++this.#turn, type);
    };
  }

  /** Nothing is recorded and nothing is kept. */
  reset(): void {
    this.#turn++;
    this.#release();
    this.#forget();
    this.state = 'idle';
  }

  #listen(stream: MediaStream, type: string): void {
    this.#stream = stream;
    const context = new AudioContext();
    this.#context = context;
    const source = context.createMediaStreamSource(stream);
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 1024;
    // Some microphones give two channels whatever is asked; a voice note has one.
    const mono = context.createMediaStreamDestination();
    mono.channelCount = 1;
    mono.channelCountMode = 'explicit';
    source.connect(this.#analyser);
    source.connect(mono);
    const media = new MediaRecorder(mono.stream, {
      mimeType: type,
      audioBitsPerSecond: bitsPerSecond,
    });
    media.ondataavailable = (event) => {
      if (event.data.size > 0) this.#chunks.push(event.data);
    };
    for (const track of stream.getAudioTracks()) track.onended = () => void this.stop();
    this.#media = media;
    media.start(1_000);
    this.state = 'recording';
    this.#timer = setInterval(() => this.#tick(), tickEvery);
  }

  #tick(): void {
    if (this.state !== 'recording') return;
    this.seconds += tickEvery / 1_000;
    this.levels = [...this.levels, this.#level()].slice(-bars);
    if (this.seconds >= longest) void this.stop();
  }

  #level(): number {
    if (!this.#analyser) return 0;
    const samples = new Uint8Array(this.#analyser.fftSize);
    this.#analyser.getByteTimeDomainData(samples);
    const sum = samples.reduce((all, each) => all + (each - 128) ** 2, 0);
    return Math.min(1, (Math.sqrt(sum / samples.length) / 128) * 4);
  }

  async #convert(turn: number, type: string): Promise<void> {
    const recorded = new Blob(this.#chunks, { type });
    const made = recorded.size > 0 ? await toVoiceNote(recorded).catch(() => undefined) : undefined;
    if (turn !== this.#turn) return;
    if (!made) return this.#fail(recorded.size > 0 ? 'cannot_convert' : 'silent');
    this.#have(new File([made], 'voice.ogg', { type: 'audio/ogg' }), recorded);
  }

  #have(file: File, recorded: Blob): void {
    this.file = file;
    const plays = document.createElement('audio').canPlayType('audio/ogg; codecs=opus') !== '';
    this.address = URL.createObjectURL(plays ? file : recorded);
    this.state = 'ready';
  }

  #fail(problem: VoiceProblem): void {
    this.#release();
    this.problem = problem;
    this.state = 'failed';
  }

  #release(): void {
    clearInterval(this.#timer);
    if (this.#stream) stopAll(this.#stream);
    void this.#context?.close();
    this.#stream = undefined;
    this.#context = undefined;
    this.#analyser = undefined;
    this.#media = undefined;
  }

  #forget(): void {
    this.#chunks = [];
    this.problem = undefined;
    this.seconds = 0;
    this.levels = [];
    this.left = false;
    this.file = undefined;
    // The thread may still play it; the page's end takes it away.
    this.address = undefined;
  }
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.onended = null;
    track.stop();
  }
}

function ended(media: MediaRecorder): Promise<void> {
  if (media.state === 'inactive') return Promise.resolve();
  return new Promise((resolve) => {
    media.addEventListener('stop', () => resolve(), { once: true });
    media.stop();
  });
}
