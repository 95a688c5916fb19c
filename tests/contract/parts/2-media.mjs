// Files: uploaded, looked up, sent by id and by address, fetched, deleted.
import assert from 'node:assert/strict';
import { GraphApiError } from '@kapso/whatsapp-cloud-api';
import {
  accessToken,
  base,
  kapso,
  lia,
  number,
  onPhone,
  refused,
  rina,
  sample,
  says,
  sdk,
  statuses,
  test,
  upload,
  webhook,
} from '../world.mjs';

const kinds = [
  ['image', 'photo.jpg', 'image/jpeg'],
  ['video', 'video.mp4', 'video/mp4'],
  ['audio', 'voice.ogg', 'audio/ogg'],
  ['document', 'invoice.pdf', 'application/pdf'],
  ['sticker', 'sticker.webp', 'image/webp'],
];

for (const [kind, file, type] of kinds) {
  const name = `send${kind[0].toUpperCase()}${kind.slice(1)}`;

  await test(`kapso: ${kind} uploaded, looked up, sent, downloaded, deleted`, async () => {
    const bytes = sample(file);
    const id = await upload(file, type);
    const about = await kapso.media.get({ mediaId: id, phoneNumberId: number });
    assert.equal(about.mimeType, type);
    assert.equal(Number(about.fileSize), bytes.length);
    const content = kind === 'document' ? { id, filename: file } : { id };
    if (['image', 'video', 'document'].includes(kind)) content.caption = 'Keterangan';
    const sent = await kapso.messages[name]({ phoneNumberId: number, to: rina, [kind]: content });
    const shown = await onPhone(sent.messages[0].id);
    assert.equal(shown.type, kind);
    assert.equal(shown.media.id, id);
    assert.equal(shown.text, content.caption ?? '');
    const back = await kapso.media.download({ mediaId: id, auth: 'always' });
    assert.deepEqual(Buffer.from(back), bytes);
    const blob = await kapso.media.download({ mediaId: id, auth: 'always', as: 'blob' });
    assert.equal(blob.size, bytes.length);
    assert.equal((await kapso.media.delete({ mediaId: id })).success, true);
    await assert.rejects(() => kapso.media.get({ mediaId: id }), GraphApiError);
  });

  await test(`great-detail: ${kind} uploaded, looked up, sent, downloaded, deleted`, async () => {
    const bytes = sample(file);
    const blob = new Blob([bytes], { type });
    const put = { phoneNumberID: number, file: blob, filename: file, mimeType: type };
    const { id } = await sdk.media.upload(put).json();
    const about = await sdk.media.getURL({ mediaID: id, phoneNumberID: number }).json();
    assert.equal(about.mime_type, type);
    assert.equal(about.messaging_product, 'whatsapp');
    const sent = await sdk.message
      .createMessage({ phoneNumberID: number, to: rina, type: kind, [kind]: { id } })
      .json();
    assert.equal(sent.messages.length, 1);
    const reply = await sdk.media.download({
      mediaURL: about.url,
      // The client insists on the name of Meta's own media host, which is not ours.
      request: { headers: { Authorization: `Bearer ${accessToken}`, Host: new URL(base).host } },
    });
    assert.deepEqual(Buffer.from(await reply.arrayBuffer()), bytes);
    const gone = await sdk.media.delete({ mediaID: id, phoneNumberID: number }).json();
    assert.equal(gone.success, true);
  });

  await test(`kapso: ${kind} by address`, async () => {
    const content = { link: `https://shop.example/${file}` };
    const sent = await kapso.messages[name]({ phoneNumberId: number, to: rina, [kind]: content });
    const shown = await onPhone(sent.messages[0].id);
    assert.equal(shown.type, kind);
    assert.equal(shown.extra.link, content.link);
  });

  await test(`both: a customer's ${kind} is fetched with the id of the webhook`, async () => {
    const what = {
      type: kind,
      sample: file.split('.')[0] === 'invoice' ? 'document' : file.split('.')[0],
    };
    const { message } = await says('628123450001', what);
    assert.equal(message.type, kind);
    assert.match(message[kind].mimeType, new RegExp(`^${type}`));
    assert.match(message[kind].sha256, /^[A-Za-z0-9+/]{43}=$/);
    const back = await kapso.media.download({ mediaId: message[kind].id, auth: 'always' });
    assert.deepEqual(Buffer.from(back), sample(file));
  });
}

await test('kapso: a voice note is played', async () => {
  const id = await upload('voice.ogg', 'audio/ogg');
  const sent = await kapso.messages.sendAudio({
    phoneNumberId: number,
    to: rina,
    audio: { id, voice: true },
  });
  const wamid = sent.messages[0].id;
  assert.equal((await onPhone(wamid)).media.voice, true);
  await webhook(({ statuses: all }) =>
    all.some((one) => one.id === wamid && one.status === 'played'),
  );
  assert.ok((await statuses(wamid)).some((one) => one.status === 'read'));
});

await test('kapso: a picture to a person without a phone', async () => {
  const id = await upload('photo.jpg', 'image/jpeg');
  const sent = await kapso.messages.sendImage({
    phoneNumberId: number,
    recipient: lia,
    image: { id },
  });
  assert.equal((await onPhone(sent.messages[0].id, lia)).media.id, id);
});

await test('kapso: files that do not fit their kind are refused', async () => {
  const pdf = await upload('invoice.pdf', 'application/pdf');
  const image = { phoneNumberId: number, to: rina, image: { id: pdf } };
  assert.equal((await refused(() => kapso.messages.sendImage(image), 131053)).category, 'media');
  const gone = { phoneNumberId: number, to: rina, image: { id: '770055660000000' } };
  await refused(() => kapso.messages.sendImage(gone), 131053);
  const big = new Blob([new Uint8Array(5_000_001)], { type: 'image/png' });
  await refused(
    () =>
      kapso.media.upload({
        phoneNumberId: number,
        type: 'image/png',
        file: big,
        fileName: 'a.png',
      }),
    131053,
  );
  const both = {
    messaging_product: 'whatsapp',
    to: rina,
    type: 'image',
    image: { id: pdf, link: 'https://x.example/a.jpg' },
  };
  await refused(() => kapso.messages.sendRaw({ phoneNumberId: number, payload: both }), 131009);
  const mp3 = {
    phoneNumberId: number,
    to: rina,
    audio: { id: await upload('video.mp4', 'video/mp4') },
  };
  await refused(() => kapso.messages.sendAudio(mp3), 131053);
});
