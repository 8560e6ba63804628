/**
 * Migration: ids of people, servers and channels name their platform, and alerts their source, so that a second one
 * can't collide.
 */

export const QUALIFY_IDS = `
  ALTER TABLE subscriptions RENAME COLUMN guild_id TO server_id;
  DROP INDEX subscriptions_by_guild;
  CREATE INDEX subscriptions_by_server ON subscriptions (server_id) WHERE server_id IS NOT NULL;
  UPDATE subscriptions SET
    server_id = 'discord:' || server_id,
    person_id = 'discord:' || person_id,
    settings = json_set(settings, '$.createdBy', 'discord:' || (settings ->> '$.createdBy'));
  UPDATE subscriptions SET
    target = 'channel:discord:' || (settings ->> '$.target.channelId'),
    settings = json_set(json_remove(settings, '$.target.guildId'),
      '$.target.serverId', 'discord:' || (settings ->> '$.target.guildId'),
      '$.target.channelId', 'discord:' || (settings ->> '$.target.channelId'))
  WHERE settings ->> '$.target.kind' = 'channel';
  UPDATE subscriptions SET
    target = 'direct:discord:' || (settings ->> '$.target.userId'),
    settings = json_set(json_remove(settings, '$.target.userId'),
      '$.target.personId', 'discord:' || (settings ->> '$.target.userId'))
  WHERE settings ->> '$.target.kind' = 'direct';

  -- Alerts that were sent: each names the source it is about.
  UPDATE key_values SET key = 'alarms:hugging-face:' || substr(key, 8)
  WHERE key >= 'alarms:' AND key < 'alarms;' AND key NOT LIKE 'alarms:away:%';

  -- Today's tokens, the conversations of the last day, and the confirmation mails asked for.
  UPDATE key_values SET key = replace(replace(key, ':person:', ':person:discord:'), ':server:', ':server:discord:')
  WHERE key >= 'tokens:' AND key < 'tokens;';
  UPDATE key_values SET key = 'talks:here:discord:' || replace(substr(key, 12), ':', ':discord:')
  WHERE key >= 'talks:here:' AND key < 'talks:here;';
  UPDATE key_values SET key = 'confirmations:person:discord:' || substr(key, 22)
  WHERE key >= 'confirmations:person:' AND key < 'confirmations:person;';
`;
