// What a browser records, as the voice note a messenger plays: Opus in an Ogg file. Browsers that do
// not write Ogg put the same Opus into WebM, so that its packets are only packed anew.
// Source: webmproject.org/docs/container (Opus in WebM), RFC 7845 (Opus in Ogg).
export async function toVoiceNote(recorded: Blob): Promise<Blob | undefined> {
  if (/^audio\/ogg/.test(recorded.type)) return recorded;
  // Large, and needed by those who record only.
  const {
    BlobSource,
    BufferTarget,
    EncodedAudioPacketSource,
    EncodedPacketSink,
    Input,
    OggOutputFormat,
    Output,
    WEBM,
  } = await import('mediabunny');
  const input = new Input({ formats: [WEBM], source: new BlobSource(recorded) });
  const track = await input.getPrimaryAudioTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config || config.codec !== 'opus') return undefined;
  const output = new Output({ format: new OggOutputFormat(), target: new BufferTarget() });
  const source = new EncodedAudioPacketSource('opus');
  output.addAudioTrack(source);
  await output.start();
  for await (const packet of new EncodedPacketSink(track).packets())
    await source.add(packet, { decoderConfig: config });
  await output.finalize();
  const { buffer } = output.target;
  return buffer ? new Blob([buffer], { type: 'audio/ogg; codecs=opus' }) : undefined;
}
